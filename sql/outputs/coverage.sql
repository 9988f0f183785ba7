-- What was not computed, what was assumed in its place, and why.
--
-- grain: stage, extract, subject, detail
-- reads: coverage
-- status     not_computed or assumed
-- detail     the reason, in English
-- detail_da  the reason, in Danish

select
    stage,
    extract,
    subject,
    detail,
    status,
    detail_da
from coverage
