-- Two databases: one that must never be lost, and Prefect's, which may be emptied at any time.
CREATE DATABASE tijdig;
CREATE DATABASE prefect;
\connect prefect
CREATE EXTENSION IF NOT EXISTS pg_trgm;
