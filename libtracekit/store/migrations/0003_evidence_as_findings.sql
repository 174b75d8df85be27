-- Evidence was stored as sentences and is now stored as findings with their values. Matching again fills it in.
UPDATE links SET evidence = '';
UPDATE month_summaries SET dirty = 1;
