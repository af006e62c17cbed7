"""What members of staff may be. What each may do stands in the route table, `runtime.access` and docs/security.md.

An admin, like everybody else, belongs to one affiliate. A platform admin belongs to none: they look after affiliates
and see nothing that a texter wrote.
"""

from __future__ import annotations

RESPONDER = "responder"
SUPERVISOR = "supervisor"
ADMIN = "admin"
OUTREACH = "outreach"
PLATFORM_ADMIN = "platform_admin"

#: Roles within an affiliate.
AFFILIATE_ROLES = (RESPONDER, SUPERVISOR, ADMIN, OUTREACH)
ROLES = (*AFFILIATE_ROLES, PLATFORM_ADMIN)

#: Where platform admins are written down: a partition of the directory that is nobody's affiliate.
PLATFORM = "platform"
