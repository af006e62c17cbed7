"""Web chat's front door: opens sessions, takes what texters write. It can read nothing of what it posted."""
