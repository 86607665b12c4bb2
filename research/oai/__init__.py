"""The portal as a data provider of OAI-PMH 2.0 (openarchives.org): docs/decisions/0021-oai-pmh.md."""
