-- One role and one schema a service; none can read another's.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE ROLE hatif_gateway LOGIN;
CREATE ROLE hatif_contact LOGIN;
CREATE ROLE hatif_program_scheduler LOGIN;
CREATE ROLE hatif_reporting LOGIN;

CREATE SCHEMA gateway AUTHORIZATION hatif_gateway;
CREATE SCHEMA contact AUTHORIZATION hatif_contact;
CREATE SCHEMA program_scheduler AUTHORIZATION hatif_program_scheduler;
CREATE SCHEMA reporting AUTHORIZATION hatif_reporting;

-- The extensions' functions stand in public.
ALTER ROLE hatif_gateway IN DATABASE hatif SET search_path = gateway, public;
ALTER ROLE hatif_contact IN DATABASE hatif SET search_path = contact, public;
ALTER ROLE hatif_program_scheduler IN DATABASE hatif SET search_path = program_scheduler, public;
ALTER ROLE hatif_reporting IN DATABASE hatif SET search_path = reporting, public;
