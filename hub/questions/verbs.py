"""What the log says of questions and answers. %(who)s did it, %(what)s is its name."""

from tenants.errors import words

VERBS = {
    "question.added": words("%(who)s stelde een vraag."),
    "question.edited": words("%(who)s bewerkte een vraag."),
    "question.retitled": words("%(who)s veranderde de titel van een vraag."),
    "question.deleted": words("%(who)s verwijderde een vraag."),
    "question.restored": words("%(who)s zette een vraag terug."),
    "answer.added": words("%(who)s gaf een antwoord."),
    "answer.edited": words("%(who)s bewerkte een antwoord."),
    "answer.deleted": words("%(who)s verwijderde een antwoord."),
    "answer.restored": words("%(who)s zette een antwoord terug."),
    "answer.accepted": words("%(who)s accepteerde een antwoord."),
    "answer.unaccepted": words("%(who)s trok de keuze voor een antwoord in."),
    "question.asked_for": words("%(who)s veranderde voor wie een vraag is gesteld."),
    "question.tagged": words("%(who)s veranderde de labels van een vraag."),
    "question.reopened": words("%(who)s zette een beantwoorde vraag weer open."),
    "question.merged": words("%(who)s voegde een vraag samen met een andere."),
    "question.unmerged": words("%(who)s haalde samengevoegde vragen uit elkaar."),
    "answer.good": words("%(who)s noemde nog een antwoord goed."),
    "answer.not_good": words("%(who)s noemde een antwoord niet meer goed."),
}
