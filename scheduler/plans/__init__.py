"""Plans, between the core that makes them and the disk and the database that they are about.

fingerprints  values as short names, so that a change of any of them shows
cache         what articles gave, kept by the hash of what it was made from
site          the articles of a site, read as far as a plan needs them
drafting      what an article gives on each account, split once
gathering     the site, the settings and the queue as the world of a plan
applying      a plan carried out, in one transaction
documents     a plan as JSON, and back
"""
