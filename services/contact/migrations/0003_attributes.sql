-- What fields of their own organizations gave their contacts. A row goes when the attribute does; the
-- values stay in the contacts, hidden (contacts.custom_attributes).
CREATE TABLE custom_attributes (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    name            text NOT NULL, -- the display name's slug
    display_name    text NOT NULL,
    description     text,
    type            text NOT NULL,
    search_text     text NOT NULL, -- name and display name, folded
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX custom_attributes_name ON custom_attributes (organization_id, name);

-- The values, a JSON object whose keys name attribute and type: {"account_balance:number":1500}. Text,
-- since jsonb would write numbers anew; cast it to ask for one value.
ALTER TABLE contacts ADD COLUMN custom_attributes text NOT NULL DEFAULT '{}';
