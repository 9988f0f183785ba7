-- Versions of the services, with what they are given by and who carries them on.
--
-- grain: service, valid_from
-- reads: services

select
    service,
    valid_from,
    valid_to,
    coalesce(law_paragraph, '') as law_paragraph,
    coalesce(superseded_by, '') as superseded_by
from services
order by service, valid_from
