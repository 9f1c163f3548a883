"""What the log says of the rules of an organisation. %(who)s did it, %(what)s is its name."""

from tenants.errors import words

VERBS = {
    "policy.guest-days": words("%(who)s veranderde hoe lang externen mogen blijven: %(why)s dagen."),
    "policy.founders": words("%(who)s veranderde wie een groep mag beginnen: %(why)s."),
    "policy.forget-days": words("%(who)s veranderde wanneer een oud-externe wordt vergeten: %(why)s dagen."),
    "policy.brand": words("%(who)s veranderde de kleur: %(why)s."),
}
