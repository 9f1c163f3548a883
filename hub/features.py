"""The features of the product, in the order in which their entries come by default. Not listed: does not exist."""

from hub.account.feature import FEATURE as ACCOUNT
from hub.groups.feature import FEATURE as GROUPS
from hub.groups.service import rail
from hub.kit.feature import Feature

FEATURES: tuple[Feature, ...] = (GROUPS, ACCOUNT)

rail_groups = rail
