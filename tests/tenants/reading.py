"""Who is told what by which door that only reads: below each who gets rows or a yes, about what; see doors.py."""

READS = r"""
admin_addresses({body})
    mehmet: meerbergen
admin_agreement_groups({home}, {agreement})
    zara: zandwijk+null
admin_agreement_names({home}, {agreement})
    zara: zandwijk+gids,null
admin_agreement_sides({home}, ARRAY[{agreement}])
    zara: zandwijk+gids
    olga: oosterdiep+agreement
admin_agreement_steps({home}, {agreement})
admin_agreements({body})
    zara: zandwijk
    daan: dienst
    olga: oosterdiep
    kaart: kaart
admin_asked_addresses({body})
    zara: zandwijk
admin_bulk({home}, {bulk})
    zara: zandwijk+bulk
admin_bulk_rows({home}, {bulk})
admin_candidates({home}, {place}, '', '', FIRST, 9)
    mehmet: meerbergen+tender
admin_confirmations({body})
admin_emergencies({body})
    zara: zandwijk
    mehmet: meerbergen
admin_ended({body}, '9999-12-31Z', LAST, 9)
admin_ended_place({home}, {spot})
admin_externals({body})
    zara: zandwijk
    mehmet: meerbergen
    daan: dienst
admin_figures({body})
    administrators: own
admin_group_people({home}, {place})
    zara: zandwijk+genoemd,tender,vindbaar,visie
    mehmet: meerbergen+tender,visie
    olga: oosterdiep+elders
admin_groups({body})
    administrators: own
admin_invitations({body})
    zara: zandwijk
    mehmet: meerbergen
admin_memberships({home}, {person}, false, '2000-01-01Z', FIRST, 9)
    zara: zandwijk+null,peter,tweede@zandwijk,zelf
    mehmet: meerbergen+rik
admin_offers({body})
    zara: zandwijk
admin_outside({home}, {place}, '', '', FIRST, 9)
    zara: zandwijk+genoemd,tender,vindbaar,visie
    mehmet: meerbergen+tender,vindbaar,visie
admin_people({body}, 'staff', '', '', '', '', 30, 'name', false, '', FIRST, 9)
    administrators: own
admin_person({home}, {person})
    zara: zandwijk+kees,ontzet,peter,tweede@zandwijk,zara,zelf
    mehmet: meerbergen+former,rik
admin_place({home}, {spot})
    zara: zandwijk+kamer-a/karin,tender/peter,visie/fatima
    mehmet: meerbergen+kamer-b/bas,tender/sanne
    olga: oosterdiep+elders/joost
admin_proposals({body})
    zara: zandwijk
    mehmet: meerbergen
    olga: oosterdiep
admin_unstewarded({body})
    administrators: own
admin_waiting({body})
    daan: dienst
asks_as({space})
    sanne rik kees zara mehmet els former tweede: vindbaar
audience({space})
    fatima: einde-kamer genoemd kamer-a oud oud-kamer plein-zandwijk tender vindbaar visie voorbij
    sanne: kamer-b oud oud-kamer plein-meerbergen tender visie
    rik: oud plein-meerbergen tender visie
    kees zara: genoemd oud plein-zandwijk visie voorbij
    mehmet former: oud plein-meerbergen visie
    daan dirk: visie
    els tweede: genoemd oud plein-meerbergen plein-zandwijk tender visie voorbij
    joost: elders
    peter: tender
    karin: kamer-a
audit_head({body})
    administrators: own
audit_seals({body}, (SELECT array_agg(id) FROM plein.audit))
    administrators: own
current_terms({body})
    fatima kees zara els peter karin ivo tweede: zandwijk
    daan els dirk: dienst
emergency_terms({place}, {home})
    zara: genoemd+zandwijk kamer-a+zandwijk tender+zandwijk vindbaar+zandwijk visie+zandwijk
    mehmet: kamer-b+meerbergen tender+meerbergen vindbaar+meerbergen visie+meerbergen
    olga: elders+oosterdiep
external_place({spot})
    fatima zara: kamer-a/karin tender/peter
    sanne mehmet: kamer-b/bas
find_colleagues('ka', {body})
    fatima kees zara els tweede kaart: kaart null
findable_groups('{{}}', NULL, NULL, {space}, 9)
    sanne rik kees zara mehmet els former tweede: null vindbaar
former_members({space}, '', FIRST, 9)
    fatima: kamer-a tender visie
    dirk: visie
gains({space}, {place})
    fatima: genoemd+kamer-a genoemd+tender genoemd+visie kamer-a+genoemd kamer-a+tender kamer-a+visie tender+genoemd
    fatima: tender+kamer-a tender+visie vindbaar+genoemd vindbaar+kamer-a vindbaar+tender vindbaar+visie visie+kamer-a
    fatima: visie+tender
    sanne: kamer-b+tender kamer-b+visie tender+kamer-b tender+visie visie+kamer-b visie+tender
    els: tender+visie visie+tender
has_place({place}, {mine}, false)
    fatima: genoemd+zandwijk kamer-a+zandwijk tender+zandwijk vindbaar+zandwijk visie+zandwijk
    sanne: kamer-b+meerbergen tender+meerbergen visie+meerbergen
    rik: tender+meerbergen
    els: tender+dienst visie+dienst
    joost: elders+oosterdiep
    peter tweede: tender+zandwijk
    karin: kamer-a+zandwijk
    dirk: visie+dienst
how_many_people({place}, ARRAY[{mine}])
    fatima: genoemd+zandwijk kamer-a+zandwijk tender+zandwijk vindbaar+zandwijk visie+zandwijk
    sanne: kamer-b+meerbergen tender+meerbergen visie+meerbergen
    rik: tender+meerbergen
    els: tender+dienst visie+dienst,zandwijk
    joost: elders+oosterdiep
    peter tweede: tender+zandwijk
    karin: kamer-a+zandwijk
    dirk: visie+dienst
invitation_at({invitation})
    fatima zara: late taken
    sanne mehmet: sent
known_address({place}, {mine}, 'sent@elders.example')
last_check({body})
may_invite({space})
    fatima: genoemd kamer-a tender vindbaar visie
    sanne: kamer-b
    joost: elders
    dirk: visie
member_origins({place}, ARRAY[{external}])
    fatima: tender+gast,peter,rik
members({space})
    fatima: einde-kamer genoemd kamer-a oud oud-kamer tender vindbaar visie voorbij
    sanne: kamer-b oud oud-kamer plein-meerbergen tender visie
    rik: oud plein-meerbergen tender visie
    kees zara: genoemd oud visie voorbij
    mehmet former: oud plein-meerbergen visie
    daan dirk: visie
    els tweede: genoemd oud plein-meerbergen tender visie voorbij
    joost: elders
    peter: tender
    karin: kamer-a
open_copy({copy})
    sanne: copy
open_directories()
    fatima sanne rik kees zara mehmet daan els former joost olga dirk tweede kaart: all
owed_terms()
    ivo: all
own_accounts()
    fatima sanne rik kees zara mehmet daan els former joost olga peter karin ivo dirk tweede slaap kaart: all
own_agreements()
    zara daan olga kaart: all
own_audit(NULL, 9)
    fatima kees zara peter karin: all
own_department({affiliation})
own_emergencies()
own_ended(30)
    ivo: all
own_externals('', {space}, NULL, 'until', NULL, NULL, 9)
own_kept()
    peter karin ivo: all
own_log(NULL, 9)
    fatima kees zara peter karin: all
own_offers()
    sanne: all
own_places()
    peter karin: all
own_requests(90)
    kees: all
own_takeovers()
    tweede: all
readers_by_openness({space})
    fatima kees zara: genoemd oud plein-zandwijk visie voorbij
    sanne rik mehmet former: oud plein-meerbergen visie
    daan dirk: visie
    els tweede: genoemd oud plein-meerbergen plein-zandwijk visie voorbij
reading_there({space}, ARRAY(SELECT a.id FROM plein.affiliation a))
    fatima: einde-kamer genoemd kamer-a oud oud-kamer plein-zandwijk tender vindbaar visie voorbij
    sanne: kamer-b oud oud-kamer plein-meerbergen tender visie
    kees zara: genoemd oud plein-zandwijk visie voorbij
    mehmet: oud plein-meerbergen visie
    daan dirk: visie
    els: genoemd oud plein-meerbergen plein-zandwijk tender visie voorbij
    joost: elders
    peter: tender
    karin: kamer-a
requests({space}, NULL, NULL, 9)
    fatima: vindbaar
space_addresses({space})
    fatima: tender
space_emergencies({space})
space_invitations({space})
    fatima: kamer-a tender voorbij
    sanne: kamer-b
space_offers({space})
    fatima dirk: visie
space_sponsorless({space})
sponsor_candidates({spot}, '', 9)
    fatima zara: tender/peter
terms_of({body})
    daan: dienst
    zara: zandwijk
terms_takers({body}, '', FIRST, 9)
    daan: dienst
    zara: zandwijk
    mehmet: meerbergen
view_as({spot}, plein.moment() + interval '1 hour')
    fatima: kamer-a/karin tender/peter
    sanne: kamer-b/bas
waiting_members({space}, 9)
    fatima: genoemd kamer-a tender vindbaar
widening({space}, 'open', NULL, '')
charters({place})
    fatima: tender
admin_charters({home}, {place})
group_proposals({place}, true, LAST, 9)
    fatima: tender visie
    dirk: visie
admin_unread_charters({body})
own_party({place}, {home})
    zara: genoemd+zandwijk tender+zandwijk vindbaar+zandwijk visie+zandwijk
    mehmet: tender+meerbergen vindbaar+meerbergen visie+meerbergen
    olga: elders+oosterdiep
came_by_themselves({place}, {home})
    fatima dirk: visie+null,zandwijk
own_link({session})
own_login({login})
    sanne sanne-elders: sanne sanne-elders
    fatima: fatima
own_logins()
    everybody: all
own_login_places()
    fatima sanne kees zara mehmet daan els joost olga peter karin dirk kaart: all
own_sessions({session})
    everybody: own another's
admin_login_requests({body})
    zara: zandwijk
    mehmet: meerbergen
admin_logins({home}, {person})
    zara: zandwijk+kees,ontzet,peter,tweede@zandwijk,zara,zelf
    mehmet: meerbergen+former,rik
admin_leaving({home}, {person})
admin_chosen_people({home}, ARRAY[{person}])
    zara: zandwijk+kees,ontzet,tweede@zandwijk,zara,zelf
    mehmet: meerbergen+former,rik
admin_requests({body})
    zara: zandwijk
"""
