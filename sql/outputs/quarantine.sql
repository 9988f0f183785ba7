-- Rows that break a rule and were left out. Restricted: never public.
--
-- grain: extract, file, row_number, rule
-- reads: quarantine
-- row_number  row in the file, from 1
-- key         the row's key, as the extract gives it
-- reason      the rule in words

select
    extract,
    file,
    row_number,
    rule,
    key,
    reason
from quarantine
