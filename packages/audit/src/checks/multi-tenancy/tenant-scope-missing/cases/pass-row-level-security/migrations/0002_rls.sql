ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_users ON users USING (organization_id = current_setting('app.org')::uuid);
CREATE POLICY own_projects ON projects USING (organization_id = current_setting('app.org')::uuid);
CREATE POLICY own_documents ON documents USING (organization_id = current_setting('app.org')::uuid);
