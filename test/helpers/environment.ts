// Ink draws only its last frame where CI is set, to whatever value; the other two would change what the screen shows.
for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR']) delete process.env[name];
// Times on the screen are those of the place where it stands.
process.env.TZ = 'UTC';
