-- The services as the catalogue has them, version by version, with what is known of the
-- paragraph they are given by. Dated paragraphs come from the reference that ships with
-- the program ('opdrift rules law').
--
-- grain: service, valid_from
-- reads: services, catalogue, version_law
-- valid_to              last day; null while in force
-- law                   code of the act: SEL, BL, ABL, STU, SUL; null where the reference does not know it
-- paragraph             as the catalogue writes it
-- law_label_da, law_label_en  name of the act
-- paragraph_label_da, paragraph_label_en  what the paragraph is about; null where it was not in force then
-- paragraph_successors  paragraphs that took over from it, by the crosswalk; null where none did
-- statutory             must: the law requires it; may: the council can choose
-- superseded_by         the service that carries this one on: its rows count there; null for none
-- current               the run works with the labels, committee and floor of this version: the one in force
--                       on the as-of date, else the newest before it, else the first to come

select
    services.service,
    services.valid_from,
    services.valid_to,
    version_law.law,
    version_law.paragraph,
    coalesce(services.label_da, services.service) as label_da,
    coalesce(services.label_en, services.label_da, services.service) as label_en,
    services.committee,
    services.target_group,
    services.statutory,
    version_law.superseded_by,
    version_law.law_label_da,
    version_law.law_label_en,
    version_law.paragraph_label_da,
    version_law.paragraph_label_en,
    version_law.paragraph_successors,
    services.account_function,
    services.minimum_share,
    cast(services.age_from as integer) as age_from,
    cast(services.age_to as integer) as age_to,
    services.refund_scheme,
    services.valid_from = catalogue.valid_from as current
from services
inner join catalogue
    on services.service = catalogue.service
left join version_law
    on
        services.service = version_law.service
        and services.valid_from = version_law.valid_from
