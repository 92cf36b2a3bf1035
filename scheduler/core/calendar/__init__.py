"""What is planned, as a person looks at it: on a calendar, and by what comes next."""
