"""When the database is damaged: a plain page instead of the portal, and a command that saves what can be read."""
