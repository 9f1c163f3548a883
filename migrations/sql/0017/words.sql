-- Questions that look alike in English too: neither Dutch nor English words that say nothing, and stems by which both agree.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
-- The words of a text by which texts are alike, without accents: Dutch stems, and of those the English ones. So what is alike in Dutch stays so.
CREATE OR REPLACE FUNCTION plein.stems(said text) RETURNS SETOF text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT DISTINCT left(coalesce((ts_lexize('english_stem', d.stem[1]))[1], d.stem[1]), 100)
    FROM unnest(to_tsvector('simple', translate(lower(said), 'áàâäãåéèêëíìîïóòôöõúùûüçñ', 'aaaaaaeeeeiiiiooooouuuucn'))) w
    CROSS JOIN LATERAL ts_lexize('dutch_stem', w.lexeme) d (stem)
   WHERE d.stem <> '{}' AND ts_lexize('english_stem', w.lexeme) <> '{}' LIMIT 60 $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
DELETE FROM plein.question_word;
INSERT INTO plein.question_word (item_id, word, space_id) SELECT q.item_id, s, q.space_id FROM plein.question q CROSS JOIN LATERAL plein.stems(q.title) s ON CONFLICT DO NOTHING;
