"""Looking after the site: hiding what breaks the rules, tag synonyms, dead letters. Every act is written down."""
