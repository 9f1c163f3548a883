"""Who is in a group or room: joining, inviting colleagues, roles, handing over, leaving."""
