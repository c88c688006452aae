-- The flows that a version goes on with (goto_flow), those that it names itself.
ALTER TABLE flow_versions ADD COLUMN linked_flow_ids uuid[] NOT NULL DEFAULT '{}';
CREATE INDEX flow_versions_linked ON flow_versions USING gin (linked_flow_ids)
    WHERE linked_flow_ids <> '{}';

-- All flows that an execution's calls may go on with, {flowId: version}, as they were at its launch.
ALTER TABLE executions ADD COLUMN linked_flows jsonb NOT NULL DEFAULT '{}';
