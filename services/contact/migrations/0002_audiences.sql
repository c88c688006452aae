CREATE TABLE audiences (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    name            text NOT NULL,
    description     text,
    search_text     text NOT NULL, -- the name, folded
    version         bigint NOT NULL, -- rises with each change of the members
    contact_count   bigint NOT NULL, -- members of this version
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX audiences_page ON audiences (organization_id, created_at, id);

-- From which version on a contact was a member, and up to which: several rows when it came and
-- went. Rows outlive removal, deletion and erasure, so that a version always yields its count: no
-- foreign keys.
CREATE TABLE memberships (
    audience_id     uuid NOT NULL,
    contact_id      uuid NOT NULL,
    added_version   bigint NOT NULL,
    removed_version bigint, -- the first version without it
    PRIMARY KEY (audience_id, contact_id, added_version)
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX memberships_now ON memberships (audience_id, contact_id)
    WHERE removed_version IS NULL;
CREATE INDEX memberships_of_contact ON memberships (contact_id) WHERE removed_version IS NULL;
