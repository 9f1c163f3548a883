"""Every form that posts, filled in well, and who may send it: said by hand from permissions.md; nobody else may.

A line is the endpoint, its arguments and its fields; `kind:name` is the id of something of the cast (tests/clauses.py,
tests/tenants/waiting.py, `lay` in acting.py), `day:30` a day so far ahead, `file:` a file,
`gains:` how many more read what somebody moves from one space to another. `shows` in front: it answers
with a page and writes nothing. Below it who may; then, where it applies: `sees` who is told why not, besides the
administrator in Beheer and who reads the space or the item (`sees nobody`: not even those); `idle` who sends it and
changes nothing. All others are told that it is not there.
"""

# Where each other form is tried: it is sent to somebody who is not signed in, or on to an issuer.
ELSEWHERE = {
    "account.begin_link": "goes on to an issuer: tests/sso/test_linking.py",
    "externals.sign_in": "goes on to an issuer: tests/hub/externals/test_inviting.py",
    "documents.into_versions": "a file of one's own beside its double: tests/hub/documents/test_doubles.py",
    "documents.bring_back": "what was put in the bin before: tests/hub/documents/test_binning.py",
    "staff.sign_in": "goes on to an issuer: tests/hub/staff/test_people.py",
}

EVERYBODY = (
    "fatima sanne rik kees zara mehmet daan els former gone joost olga lars peter karin bas ivo sanne-elders stef dirk"
    " zelf tweede slaap kaart"
)

ACTS = r"""
account.prefer language=en colour_scheme=dark back=/
    everybody
account.act_as affiliation=person:els@zandwijk
    els
account.ask affiliation=person:kees login=login:kees-elders
    kees
account.confirm_link
    kees
account.end_other_sessions
    fatima
    idle everybody -ivo
    sees ivo
account.end_session session_id=session:fatima-kijkt
    fatima
account.unlink login_id=login:zelf-elders
    zelf
account.withdraw request_id=waiting:other
    sanne
admin.decide organisation_id=org:zandwijk guest_days=31 founders=administrators forget_days=31 brand=#0b5c8c
    zara
shows admin.preview_terms organisation_id=org:zandwijk text=Voorwaarden
    zara
admin.publish_terms organisation_id=org:zandwijk text='Andere voorwaarden.'
    zara
agreements.propose organisation_id=org:zandwijk title=Samen organisations=org:oosterdiep domains=
        directory=on last_day=day:90
    zara
agreements.step organisation_id=org:dienst agreement_id=agreement:inkoop step=withdraw
    daan
agreements.step organisation_id=org:oosterdiep agreement_id=agreement:inkoop step=sign
    olga
audience.start membership_id=place:tender/peter back=/
    fatima
    sees nobody
audience.stop
    idle everybody -ivo
    sees ivo
audit.look organisation_id=org:zandwijk
    zara
content.comment item_id=item:bericht-tender text='Een reactie.'
    fatima sanne els peter tweede
content.comment item_id=item:bericht-visie text='Een reactie.'
    fatima sanne rik kees zara mehmet daan els former stef dirk zelf tweede
content.comment item_id=item:bericht-kamer-b text='Een reactie.'
    sanne bas
content.delete item_id=item:bericht-tender why=Dubbel.
    fatima sanne
content.edit item_id=item:bericht-tender title=Anders text='Andere tekst.'
    sanne
content.into_post item_id=item:vraag-tender
    fatima sanne
content.into_question item_id=item:bericht-tender title='Is dit een vraag?'
    fatima sanne
content.copy item_id=item:bericht-tender naar=space:kamer-a
    fatima
    sees nobody
    sees rik els peter tweede
content.all_read space_id=space:tender
    fatima sanne rik els peter tweede
content.keep_draft thing=space:tender place=post title=Half text='Een half verhaal.'
    fatima sanne rik els peter tweede
content.move item_id=item:doos-tender naar=space:kamer-a lezers=gains:fatima/tender/kamer-a
    fatima
content.pin item_id=item:vraag-tender
    fatima
content.react item_id=item:bericht-tender kind=useful back=/
    fatima sanne rik els peter tweede
content.restore item_id=item:bericht-gewist
    fatima
    sees in:tender
content.restore item_id=item:bericht-teruggenomen
    fatima sanne
    sees in:tender
content.throw_away draft_id=waiting:draft back=/
    els
    sees nobody
content.unpin item_id=item:bericht-tender
    fatima
copies.ask space_id=space:tender
    fatima sanne rik els tweede
copies.remove copy_id=waiting:copy
    sanne
desk.bulk organisation_id=org:zandwijk kind=externen-beeindigen chosen=place:tender/peter
    zara
documents.add space_id=space:tender files=file:
    fatima sanne els peter tweede
documents.add_version document_id=item:stuk-tender file=file: note=Nieuwer.
    fatima sanne els peter tweede
documents.make_folder space_id=space:tender name='Een map'
    fatima sanne els peter tweede
documents.rename_folder folder_id=item:map-tender name='Een andere map'
    fatima sanne
documents.copy_here space_id=space:tender stuk=item:stuk-tender
    fatima sanne els peter tweede
documents.copy_here space_id=space:tender stuk=item:map-tender naar=item:map-tender
    fatima sanne els peter tweede
documents.move space_id=space:tender stuk=item:stuk-tender naar=item:map-tender
    fatima sanne
documents.put_back space_id=space:tender terug=item:stuk-tender
    fatima sanne
documents.delete space_id=space:tender stuk=item:stuk-tender why=Leeg.
    fatima sanne
documents.delete_folder folder_id=item:map-tender why=Leeg.
    fatima sanne
documents.rename document_id=item:stuk-tender name='Een naam.txt'
    fatima sanne
documents.set_back document_id=item:stuk-tender number=1
    fatima sanne els peter tweede
emergency.ask organisation_id=org:meerbergen space_id=space:tender reason='Er is spoed bij de dijk.' hours=8
    mehmet
emergency.decide organisation_id=org:meerbergen emergency_id=waiting:emergency answer=yes
    mehmet
emergency.end emergency_id=waiting:emergency back=/
    zara
    sees nobody
externals.accept secret=secret:sent shown=Naam terms=0
    fatima kees zara daan gone joost olga lars peter karin bas ivo zelf dirk slaap kaart
    sees everybody
externals.accept_terms affiliation_id=person:ivo number=1 terug=/
    ivo
externals.answer takeover_id=waiting:takeover answer=yes
    tweede
    sees nobody
externals.confirm invitation_id=waiting:taken right=yes back=/
    fatima
    sees zara
externals.end membership_id=place:tender/peter back=/
    fatima zara
    sees nobody
externals.end_access affiliation_id=person:peter
    peter
externals.end_all wie=place:tender/peter
    fatima
    sees everybody
externals.extend membership_id=place:tender/peter access_until=day:30 back=/
    fatima zara
    sees nobody
externals.hand_over membership_id=place:tender/gast affiliation=person:tweede@zandwijk back=/
    fatima zara
    sees nobody
externals.invite space_id=space:tender shown=Naam address=naam@elders.example employer=Bureau
        role=member access_until=day:30
    fatima
shows externals.invite_step space_id=space:tender step=1 shown=Naam address=naam@elders.example employer=Bureau
    fatima
externals.refuse secret=secret:sent
    everybody
externals.resend invitation_id=waiting:sent back=/
    sanne mehmet
externals.take_back takeover_id=waiting:takeover back=/
    fatima zara
    sees nobody
externals.withdraw invitation_id=waiting:sent back=/
    sanne mehmet
groups.admit space_id=space:vindbaar request_id=waiting:request role=member
    fatima
groups.archive space_id=space:tender
    fatima
groups.ask space_id=space:vindbaar word='Ik doe graag mee.'
    sanne rik mehmet former stef zara zelf
    sees kees els tweede
    idle fatima
groups.change space_id=space:tender title=Anders purpose=Doel tags=water,dijk ends_on=day:90 icon=leaf tint=1
    fatima
groups.create_room space_id=space:tender title=Kamer purpose=Doel
    fatima
groups.found title=Groep purpose=Doel readers=closed tags=water ends_on=day:90
    fatima sanne rik kees zara mehmet daan former joost olga lars stef dirk zelf kaart
    sees everybody
groups.refuse space_id=space:vindbaar request_id=waiting:request word='Nu niet.'
    fatima
groups.wake space_id=space:oud
    fatima
groups.withdraw_request request_id=waiting:request
    kees zara
    sees nobody
members.add space_id=space:tender affiliation=person:kees role=member
    fatima
members.admit organisation_id=org:dienst membership_id=place:genoemd/wachter answer=yes
    daan
members.admit_all organisation_id=org:dienst membership=place:genoemd/wachter
    daan
members.admit_own organisation_id=org:zandwijk group_id=space:visie affiliation=person:kees
    zara
members.answer_address organisation_id=org:meerbergen address_id=waiting:address answer=yes
    mehmet
members.answer_offer offer_id=waiting:offer answer=yes
    sanne
    sees nobody
members.ask_address space_id=space:tender address=kees@zandwijk.example address_role=member
    fatima
members.bring_back organisation_id=org:zandwijk membership_id=place:tender/terug
    zara
members.change_role space_id=space:tender membership_id=place:tender/rik role=member
    fatima
members.end space_id=space:tender membership_id=place:tender/rik
    fatima rik
members.end_own organisation_id=org:zandwijk membership_id=place:visie/lezer
    zara
members.join space_id=space:visie
    kees zara daan rik mehmet former tweede
    idle fatima sanne els stef dirk zelf
members.make_offer space_id=space:tender membership_id=place:tender/sanne
    fatima
members.name_steward organisation_id=org:meerbergen space_id=space:tender affiliation=person:rik
    mehmet
members.turn_away space_id=space:vindbaar membership_id=place:vindbaar/zelf
    fatima
members.withdraw_address space_id=space:tender address_id=waiting:address
    fatima
    sees nobody
members.withdraw_offer space_id=space:visie offer_id=waiting:offer
    fatima stef dirk
    sees nobody
members.withdraw_own_address organisation_id=org:zandwijk address_id=waiting:address
    zara
members.withdraw_own_offer organisation_id=org:zandwijk offer_id=waiting:offer
    zara
members.withdraw_own_request organisation_id=org:zandwijk join_id=waiting:request
    zara
parties.answer_proposal organisation_id=org:oosterdiep proposal_id=waiting:proposal answer=yes
    olga
parties.change_form space_id=space:visie readers=closed sure=1
    fatima stef dirk
parties.change_party space_id=space:visie party_id=org:dienst change=named sure=1
    fatima stef dirk
parties.lay_before space_id=space:tender
    fatima
parties.leave organisation_id=org:dienst group_id=space:visie
    daan
parties.narrow organisation_id=org:dienst group_id=space:visie keeps=1
    daan
parties.propose space_id=space:tender organisation=org:oosterdiep domain= role=participant reach=named sure=1
    fatima
parties.read_charter organisation_id=org:meerbergen group_id=space:visie charter=waiting:live
    mehmet
parties.withdraw space_id=space:visie proposal_id=waiting:proposal
    fatima stef dirk
    sees nobody
parties.write_charter space_id=space:visie purpose=Doel sharing=Delen inviters=stewards classification=internal
        retention=Bewaren leaving=Weggaan
    fatima stef dirk
posts.write space_id=space:tender title=Titel text='Een bericht.'
    fatima sanne els peter tweede
posts.write space_id=space:visie title=Titel text='Een bericht.'
    fatima sanne rik kees zara mehmet daan els former stef dirk zelf tweede
posts.write space_id=space:kamer-a title=Titel text='Een bericht.'
    fatima karin
questions.accept answer_id=item:antwoord-tender
    fatima sanne
questions.mark_good answer_id=item:tweede-antwoord-visie
    fatima sanne stef dirk
questions.merge question_id=item:vraag-visie doel=item:tweede-vraag-visie
    fatima stef dirk
questions.reopen question_id=item:vraag-visie
    fatima sanne stef dirk
questions.share question_id=item:vraag-tender groep=space:visie text='Wie weet dit?'
    fatima sanne rik els tweede
    sees nobody
questions.unmark_good answer_id=item:derde-antwoord-visie
    fatima sanne stef dirk
questions.unmerge question_id=item:dubbele-vraag-visie
    fatima stef dirk
questions.answer question_id=item:vraag-tender text='Een antwoord.'
    fatima sanne els peter tweede
questions.ask space_id=space:tender title='Een vraag?' text=Uitleg.
    fatima sanne els peter tweede
shows questions.ask space_id=space:tender title='Een vraag?' text=Uitleg. kijk=1
    fatima sanne rik els peter tweede
questions.edit question_id=item:vraag-tender title='Een andere vraag?' text=Uitleg.
    sanne fatima
questions.unaccept question_id=item:vraag-visie
    fatima sanne stef dirk
staff.accept secret=secret:hire shown=Naam
    sanne rik mehmet daan former gone joost olga lars peter karin bas sanne-elders stef dirk slaap kaart
    sees everybody
staff.answer_login organisation_id=org:meerbergen request_id=waiting:other answer=yes
    mehmet
staff.answer_return organisation_id=org:zandwijk request_id=waiting:return answer=no
    zara
staff.appoint organisation_id=org:zandwijk affiliation_id=person:kees role=administrator
    zara
staff.confirm organisation_id=org:zandwijk invitation_id=waiting:hired right=yes
    zara
staff.end_affiliation organisation_id=org:zandwijk affiliation_id=person:kees when=now why=Weg. last_day=
    zara
staff.end_sessions organisation_id=org:zandwijk affiliation_id=person:kees
    zara
staff.invite organisation_id=org:zandwijk shown=Naam address=naam@elders.example title=Adviseur last_day=day:90
    zara
staff.refuse secret=secret:hire
    everybody -ivo
    sees ivo
staff.reopen organisation_id=org:zandwijk affiliation_id=person:gone last_day=day:90
    zara
staff.resend organisation_id=org:zandwijk invitation_id=waiting:hire
    zara
staff.set_term organisation_id=org:zandwijk affiliation_id=person:kees last_day=day:90 why=Tijdelijk.
    zara
staff.take_login organisation_id=org:zandwijk affiliation_id=person:zelf login_id=login:zelf-elders
    zara
staff.withdraw organisation_id=org:zandwijk invitation_id=waiting:hire
    zara
"""
