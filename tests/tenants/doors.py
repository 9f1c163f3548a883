"""Who may do what through which door: each door that changes something, and below it who may, to what.

Said by hand from permissions.md, with the cast of tests/clauses.py; everybody and everything else is refused. A line is
`people: things`; a thing with two parts is `this+that,or-that`; `own` is the person's own affiliation or organisation.
`administrators: own` is each with the own organisation; `everybody` is who has a session.
A door with nothing below it nobody of this cast may open here.
"""

DOORS = r"""
accept_invitation({proof}, {session}, 'N', 'n', 0)
    fatima kees zara daan joost olga lars peter karin bas ivo dirk zelf slaap kaart: sent+own
accept_terms({affiliation}, 1)
    ivo: own
act_as({session}, {affiliation})
    fatima sanne rik kees zara mehmet daan former joost olga lars peter karin bas stef dirk zelf tweede kaart:
        own+own
    els: own+els@zandwijk,own
add_by_address({space}, 'kees@zandwijk.example', 'member', 30, 20)
    fatima: genoemd kamer-a tender vindbaar visie
    sanne: kamer-b
    joost: elders
    stef: plein-meerbergen visie
    dirk: visie
add_member({place}, {person}, 'member')
    fatima: genoemd+els@dienst,kees,ontzet,tweede@zandwijk,zara,zelf
        kamer-a+els@dienst,kees,ontzet,rik,tweede@zandwijk,zara,zelf tender+former,kees,ontzet,zara,zelf
        vindbaar+kees,ontzet,rik,tweede@zandwijk,zara,zelf visie+kees,ontzet,rik,tweede@zandwijk,zara,zelf
    sanne: kamer-b+els@dienst,former,rik,tweede@zandwijk,zelf
    stef: visie+former,ontzet,rik,zelf
    dirk: visie+zelf
add_members({place}, ARRAY[{person}], 'member')
    fatima: genoemd+els@dienst,kees,ontzet,tweede@zandwijk,zara,zelf
        kamer-a+els@dienst,kees,ontzet,rik,tweede@zandwijk,zara,zelf tender+former,kees,ontzet,zara,zelf
        vindbaar+kees,ontzet,rik,tweede@zandwijk,zara,zelf visie+kees,ontzet,rik,tweede@zandwijk,zara,zelf
    sanne: kamer-b+els@dienst,former,rik,tweede@zandwijk,zelf
    stef: visie+former,ontzet,rik,zelf
    dirk: visie+zelf
admit_own({place}, {person})
    zara: genoemd+kees,ontzet,tweede@zandwijk,zelf tender+kees,ontzet,zelf
        vindbaar+kees,ontzet,tweede@zandwijk,zelf visie+kees,tweede@zandwijk,zelf
    mehmet: vindbaar+former,rik visie+former,rik
    daan: genoemd+els@dienst
answer_address({address}, {town}, true)
    mehmet: address+meerbergen
answer_emergency({emergency}, {town}, true)
    mehmet: emergency+meerbergen
answer_offer({offer}, true)
    sanne: offer
answer_proposal({proposal}, {town}, true)
    zara: proposal+zandwijk unknown+zandwijk
    mehmet: proposal+meerbergen unknown+meerbergen
    olga: proposal+oosterdiep
answer_request({place}, {request}, 'member', '')
    fatima: vindbaar+request
answer_takeover({takeover}, true)
    tweede: takeover
appoint({affiliation}, 'administrator')
    zara: els@zandwijk fatima kees
    mehmet: sanne
    daan: els@dienst
    olga: joost
    kaart: klaas
archive_space({space}, true)
    fatima: einde-kamer genoemd kamer-a oud-kamer tender vindbaar visie voorbij
    sanne: kamer-b
    joost: elders
    stef dirk: visie
ask_check({organisation})
    administrators: own
ask_copy({space}, {mine}, 7)
    fatima: einde-kamer+zandwijk genoemd+zandwijk kamer-a+zandwijk oud+zandwijk oud-kamer+zandwijk
        tender+zandwijk vindbaar+zandwijk visie+zandwijk voorbij+zandwijk
    sanne: kamer-b+meerbergen oud+meerbergen oud-kamer+meerbergen tender+meerbergen visie+meerbergen
    rik: tender+meerbergen
    els: tender+dienst visie+dienst
    joost: elders+oosterdiep
    stef: plein-meerbergen+meerbergen visie+meerbergen
    dirk: visie+dienst
    zelf: visie+zandwijk
    tweede: tender+zandwijk
ask_emergency({place}, {town}, 'Er is spoed bij de dijk.', 2, 8, 24)
    zara: tender+zandwijk
    mehmet: tender+meerbergen vindbaar+meerbergen
    olga: elders+oosterdiep
ask_takeover({external}, {person}, 14)
    fatima zara: gast+tweede@zandwijk
ask_to_join({space}, {mine}, '')
    sanne rik mehmet former stef: vindbaar+meerbergen
    zara zelf: vindbaar+zandwijk
    els tweede: vindbaar+meerbergen,zandwijk
assign_sponsor({external}, {person})
    zara: gast+tweede@zandwijk peter+tweede@zandwijk
audit({affiliation}, 'document.downloaded', 'item', plein.new_id(), 'x', '', NULL)
    fatima sanne rik kees zara mehmet daan former joost olga lars peter karin bas stef dirk zelf tweede kaart:
        own
    els: els@zandwijk own
change_role({membership}, 'reader')
    fatima: genoemd/wachter kamer-a/bouwers kamer-a/karin tender/els@dienst tender/peter tender/rik tender/sanne
        tender/zelf visie/els@dienst visie/fatima visie/lezer visie/sanne visie/zelf
    sanne: kamer-b/bas
    stef: visie/els@dienst visie/lezer visie/sanne visie/stef visie/zelf
    dirk: visie/dirk visie/els@dienst visie/lezer visie/sanne visie/zelf
confirm_member({membership}, true)
    zara: tender/zelf visie/zelf
    daan: genoemd/wachter
confirm_taker({invitation}, true, 'naam')
    fatima: taken
create_room({space}, 'Nieuwe kamer', '')
    fatima: genoemd tender vindbaar visie
    joost: elders
    stef dirk: visie
emergency_read({space}, 'item', plein.new_id())
end_affiliation({affiliation}, 'Weg')
    zara: els@zandwijk fatima ivo karin kees later peter
    mehmet: bas sanne
    daan: els@dienst
    olga: joost
    peter karin bas: own
    kaart: klaas
end_emergency({emergency})
    zara: emergency
end_membership({membership})
    fatima: genoemd/wachter kamer-a/bouwers kamer-a/karin oud/sanne tender/els@dienst tender/peter tender/rik
        tender/sanne tender/zelf visie/els@dienst visie/lezer visie/sanne visie/zelf
    sanne: kamer-b/bas oud/sanne visie/sanne
    rik: tender/rik
    zara: kamer-a/fatima kamer-a/karin tender/fatima tender/peter tender/zelf visie/fatima visie/lezer
        visie/zelf
    mehmet: kamer-b/bas kamer-b/sanne oud/sanne plein-meerbergen/stef tender/rik tender/sanne visie/sanne
        visie/stef
    daan: genoemd/wachter tender/els@dienst visie/dirk visie/els@dienst
    els: tender/els@dienst visie/els@dienst
    olga: elders/joost
    peter: tender/peter
    karin: kamer-a/karin
    bas: kamer-b/bas
    stef: visie/els@dienst visie/lezer visie/sanne visie/stef visie/zelf
    dirk: visie/dirk visie/els@dienst visie/lezer visie/sanne visie/zelf
    zelf: tender/zelf visie/zelf
end_own_access({affiliation})
    peter karin bas ivo: own
extend_external({membership}, plein.moment() + interval '30 days')
    fatima zara: kamer-a/karin tender/peter
    sanne mehmet: kamer-b/bas
found_group({affiliation}, 'Nieuw', '', 'closed', '9999-12-31Z')
    fatima sanne rik kees zara mehmet daan former joost olga lars stef dirk zelf tweede kaart: own
    els: els@zandwijk own
invite_external(plein.new_id(), {space}, {mine}, 'member', 'N', '', 'n@n.nl', 'abc', plein.moment() + '30 days', 14)
    fatima: genoemd+zandwijk kamer-a+zandwijk tender+zandwijk vindbaar+zandwijk visie+zandwijk
    sanne: kamer-b+meerbergen
    joost: elders+oosterdiep
    stef: visie+meerbergen
    dirk: visie+dienst
join_group({space}, {mine}, 'member')
    fatima: plein-zandwijk+zandwijk
    sanne: plein-meerbergen+meerbergen
    rik mehmet former: plein-meerbergen+meerbergen visie+meerbergen
    kees zara: genoemd+zandwijk plein-zandwijk+zandwijk visie+zandwijk
    daan: visie+dienst
    els: genoemd+zandwijk plein-meerbergen+meerbergen plein-zandwijk+zandwijk visie+meerbergen
    zelf: genoemd+zandwijk plein-zandwijk+zandwijk
    tweede: genoemd+zandwijk plein-meerbergen+meerbergen plein-zandwijk+zandwijk visie+meerbergen,zandwijk
leave_party({place}, {town})
    zara: tender+zandwijk vindbaar+zandwijk visie+zandwijk
    mehmet: tender+meerbergen vindbaar+meerbergen visie+meerbergen
    daan: genoemd+dienst tender+dienst visie+dienst
name_steward({town}, {place}, {person})
    mehmet: meerbergen+tender+rik
note_copy({copy})
    sanne: copy
offer_stewardship({membership}, false, 30)
    fatima: kamer-a/bouwers tender/els@dienst tender/rik tender/sanne visie/els@dienst visie/lezer visie/zelf
    stef dirk: visie/els@dienst visie/lezer visie/zelf
propose_agreement({organisation}, ARRAY[{other}], 'Samen', true, true, true, '9999-12-31Z', '{{}}')
    zara: zandwijk+landwijs,oosterdiep
    mehmet: meerbergen+oosterdiep
    daan: dienst+oosterdiep
    kaart: kaart+oosterdiep
propose_party({place}, {other}, '', 'participant', 'named', 30)
    fatima: genoemd+landwijs,oosterdiep tender+landwijs,oosterdiep vindbaar+landwijs,oosterdiep visie+landwijs
publish_terms({organisation}, 'Andere voorwaarden.')
    administrators: own
remove_copy({copy})
    sanne: copy
rename_space({space}, 'Andere naam', '')
    fatima: genoemd kamer-a tender vindbaar visie
    sanne: kamer-b
    joost: elders
    stef: plein-meerbergen visie
    dirk: visie
resend_invitation({invitation}, 'nieuw', 2, 14)
    sanne mehmet: sent
set_end({space}, plein.moment() + interval '30 days')
    fatima: genoemd kamer-a tender vindbaar visie
    sanne: kamer-b
    joost: elders
    stef dirk: visie
set_picture({space}, 'leaf', 1)
    fatima: genoemd kamer-a tender vindbaar visie
    sanne: kamer-b
    joost: elders
    stef: plein-meerbergen visie
    dirk: visie
set_policies({organisation}, 30, 'administrators', 30, '#0b5c8c')
    administrators: own
set_tags({space}, ARRAY['water'])
    fatima: genoemd kamer-a tender vindbaar visie
    sanne: kamer-b
    joost: elders
    stef: plein-meerbergen visie
    dirk: visie
start_bulk(plein.new_id(), {organisation}, 'x', '{{}}', ARRAY[plein.new_id()], ARRAY['x'])
    administrators: own
start_view({membership})
    fatima: kamer-a/karin tender/peter
    sanne: kamer-b/bas
step_agreement({agreement}, {town}, 'withdraw')
    daan: agreement+dienst
tell_merged({space}, '01930000-0000-7000-8000-000000000000',
        ARRAY(SELECT m.affiliation_id FROM plein.membership m))
    fatima: genoemd kamer-a tender vindbaar visie
    sanne: kamer-b
    stef: visie
    dirk: visie
withdraw_address({address})
    fatima zara: address
withdraw_invitation({invitation})
    fatima zara: late taken
    sanne mehmet: sent
withdraw_offer({offer})
    fatima zara stef dirk: offer
withdraw_proposal({proposal})
    fatima zara: proposal unknown
    stef dirk: proposal
withdraw_request({request})
    kees zara: request
withdraw_takeover({takeover})
    fatima zara: takeover
narrow_form({space}, 'closed', false)
    fatima: genoemd oud vindbaar visie voorbij
    stef dirk: visie
narrow_reach({place}, {town}, false)
    fatima: genoemd+zandwijk tender+meerbergen,zandwijk vindbaar+meerbergen,zandwijk
        visie+dienst,meerbergen,zandwijk
    zara: genoemd+zandwijk tender+zandwijk vindbaar+zandwijk visie+zandwijk
    mehmet: tender+meerbergen vindbaar+meerbergen visie+meerbergen
    daan: visie+dienst
    joost olga: elders+oosterdiep
    stef dirk: visie+dienst,meerbergen,zandwijk
propose_change({place}, 'out', {town}, '', 30)
    fatima: genoemd+dienst tender+dienst visie+dienst
    stef: visie+dienst
propose_charter({space}, 30)
    fatima: tender
read_charter({town}, {place}, {charter})
write_charter({space}, 'Samen', '', 'stewards', 'internal', '', '')
    fatima: genoemd tender vindbaar visie
    joost: elders
    stef dirk: visie
invite_staff(plein.new_id(), {town}, 'N', '', 'n@n.nl', 'abc', plein.moment() + '30 days', 14)
    zara: zandwijk
    mehmet: meerbergen
    daan: dienst
    olga: oosterdiep
resend_staff_invitation({hire}, 'nieuw', 14)
    zara: hire
withdraw_staff_invitation({hire})
    zara: hire
accept_staff_invitation({hired}, {session}, 'N', 'n')
    sanne rik mehmet daan former joost olga lars peter karin bas ivo sanne-elders stef dirk slaap kaart: hire+own
confirm_staff({hire}, true, 'naam')
link_login({session})
ask_login({affiliation}, {login})
withdraw_login_request({returning})
    sanne: other
answer_login({returning}, true)
    mehmet: other
take_login({affiliation}, {login})
unlink_login({login})
    sanne: sanne-elders
end_own_session({session}, {opened})
    fatima: own+altijd another's+altijd
answer_return({returning}, 'no', '9999-12-31Z', 'naam')
    zara: return
set_term({affiliation}, plein.moment() + interval '30 days', '')
    zara: fatima kees els@zandwijk later
    mehmet: sanne
    daan: els@dienst
    olga: joost
    kaart: klaas
reopen_affiliation({affiliation}, '9999-12-31Z')
    zara: gone
end_sessions({affiliation})
    zara: own fatima kees els@zandwijk gone later peter karin ivo
    mehmet: own sanne bas
    daan: own els@dienst
    olga: own joost
    kaart: own klaas
end_own_sessions({session})
    everybody: another's
    fatima: own
"""
