"""The features of the product, in the order in which their entries come by default. Not listed: does not exist."""

from hub.account.feature import FEATURE as ACCOUNT
from hub.admin.feature import FEATURE as ADMIN
from hub.agreements.feature import FEATURE as AGREEMENTS
from hub.audience.feature import FEATURE as AUDIENCE
from hub.audit.feature import FEATURE as AUDIT
from hub.content.feature import FEATURE as CONTENT
from hub.content.feature import marked
from hub.copies.feature import FEATURE as COPIES
from hub.desk.feature import FEATURE as DESK
from hub.directory.feature import FEATURE as DIRECTORY
from hub.documents.feature import FEATURE as DOCUMENTS
from hub.emergency.feature import FEATURE as EMERGENCY
from hub.externals.feature import FEATURE as EXTERNALS
from hub.feed.feature import FEATURE as FEED
from hub.groups.feature import FEATURE as GROUPS
from hub.groups.service import rail
from hub.kit.feature import Feature
from hub.members.feature import FEATURE as MEMBERS
from hub.parties.feature import FEATURE as PARTIES
from hub.posts.feature import FEATURE as POSTS
from hub.questions.feature import FEATURE as QUESTIONS
from hub.staff.feature import FEATURE as STAFF

FEATURES: tuple[Feature, ...] = (
    FEED,
    GROUPS,
    MEMBERS,
    PARTIES,
    AUDIENCE,
    CONTENT,
    POSTS,
    QUESTIONS,
    DOCUMENTS,
    COPIES,
    EXTERNALS,
    DIRECTORY,
    DESK,
    ADMIN,
    AUDIT,
    EMERGENCY,
    AGREEMENTS,
    STAFF,
    ACCOUNT,
)

rail_groups = marked(rail)
