"""What platforms say of their own APIs, as a witness of every exchange in the tests.

The descriptions are other people's and stand outside the project: `TAMBOUR_TEST_SPECS` names the folder that holds
`telegram.json` (telegram-bot-api-spec), `discord.json`, `mastodon.json` and `pinterest.json` (OpenAPI). With it, every
request that an adapter makes to a stand-in, and every answer that it is fed, has to be one that the platform describes.
"""
