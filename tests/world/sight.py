"""Which spaces each person of the cast sees, said by hand: never computed by the rule that it judges."""

GROUP_SIGHT = {
    "fatima": {"plein-zandwijk", "visie", "tender", "kamer-a", "intern"},
    "zara": {"plein-zandwijk", "visie", "intern"},
    "kees": {"plein-zandwijk", "visie", "intern"},
    "sanne": {"plein-meerbergen", "visie", "tender", "kamer-b"},
    "mehmet": {"plein-meerbergen", "visie"},
    "daan": {"plein-dienst", "visie"},
    "els": {"plein-dienst", "plein-zandwijk", "plein-meerbergen", "visie", "tender", "intern"},
    "rik": {"plein-meerbergen", "visie", "tender"},
    "former": {"plein-meerbergen", "visie"},
    "gone": set(),
    "joost": {"plein-oosterdiep", "elders"},
    "olga": {"plein-oosterdiep"},
    "lars": {"plein-landwijs"},
    "peter": {"tender"},
    "karin": {"kamer-a"},
    "bas": {"kamer-b"},
    "ivo": set(),
    "sanne-elders": set(),
}
