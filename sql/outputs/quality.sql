-- Every rule on every extract: how many rows break it and what they are worth.
--
-- grain: extract, rule, file, column_name
-- reads: quality
-- severity    error (rows go to quarantine), warning or info
-- verdict     passed, quarantined, warned, noted
-- rows        rows that break the rule
-- total_rows  rows of the extract
-- amount       kroner of the breaking rows, without sign; 0 where the extract has no money
-- text        the rule in words

select
    extract,
    rule,
    file,
    column_name,
    severity,
    verdict,
    rows,
    total_rows,
    kroner(ore) as amount,
    text,
    text_da
from quality
