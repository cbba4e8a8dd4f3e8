-- Everything is added and nothing is changed: what a post is now follows from what was written about it, so that no moment of a crash
-- can leave half a change, and what was decided by whom stays to be read.

CREATE TABLE IF NOT EXISTS posts (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    key     TEXT NOT NULL UNIQUE,            -- of the sender's request: the same request twice is one post
    token   TEXT NOT NULL UNIQUE,            -- by which its author comes back
    author  TEXT NOT NULL,
    text    TEXT NOT NULL,
    verdict TEXT NOT NULL,                   -- the whole verdict as JSON
    action  TEXT NOT NULL CHECK (action IN ('allow', 'flag', 'delete')),
    urgent  INTEGER NOT NULL,                -- signs of distress: read first
    at      TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS decisions (
    post     INTEGER NOT NULL REFERENCES posts (id),
    turn     INTEGER NOT NULL,               -- how many decisions there were before: two people cannot take the same turn
    outcome  TEXT NOT NULL CHECK (outcome IN ('published', 'removed')),
    label    TEXT NOT NULL CHECK (label IN ('kept', 'overturned')),   -- whether the filter was right to hold it
    reviewer TEXT NOT NULL,
    note     TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (post, turn)
) STRICT;

CREATE TABLE IF NOT EXISTS appeals (
    post INTEGER NOT NULL REFERENCES posts (id),
    turn INTEGER NOT NULL,                   -- against what was decided last: one appeal against each decision
    text TEXT NOT NULL,
    at   TEXT NOT NULL,
    PRIMARY KEY (post, turn)
) STRICT;

CREATE TRIGGER IF NOT EXISTS posts_stay BEFORE UPDATE ON posts BEGIN SELECT RAISE(ABORT, 'posts are only added'); END;
CREATE TRIGGER IF NOT EXISTS posts_keep BEFORE DELETE ON posts BEGIN SELECT RAISE(ABORT, 'posts are only added'); END;
CREATE TRIGGER IF NOT EXISTS decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
CREATE TRIGGER IF NOT EXISTS decisions_keep BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
CREATE TRIGGER IF NOT EXISTS appeals_stay BEFORE UPDATE ON appeals BEGIN SELECT RAISE(ABORT, 'appeals are only added'); END;
CREATE TRIGGER IF NOT EXISTS appeals_keep BEFORE DELETE ON appeals BEGIN SELECT RAISE(ABORT, 'appeals are only added'); END;

CREATE VIEW IF NOT EXISTS stands AS
SELECT
    posts.*,
    (SELECT count(*) FROM decisions WHERE decisions.post = posts.id) AS turn,
    last.outcome, last.label, last.reviewer, last.note,
    appeals.text AS appeal,
    CASE
        WHEN appeals.text IS NOT NULL THEN 'appealed'
        WHEN last.outcome IS NOT NULL THEN last.outcome
        WHEN posts.action = 'flag' THEN 'waiting'
        WHEN posts.action = 'delete' THEN 'removed'
        ELSE 'published'
    END AS status
FROM posts
LEFT JOIN decisions AS last
    ON last.post = posts.id AND last.turn = (SELECT max(turn) FROM decisions WHERE decisions.post = posts.id)
LEFT JOIN appeals
    ON appeals.post = posts.id AND appeals.turn = (SELECT count(*) FROM decisions WHERE decisions.post = posts.id);
