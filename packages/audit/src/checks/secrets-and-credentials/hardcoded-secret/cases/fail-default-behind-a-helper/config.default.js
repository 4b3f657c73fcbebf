function fromEnv(name) {
  return process.env[name];
}

export default {
  basicAuth: {
    username: fromEnv('DESK_USER') || 'clerk',
    password: fromEnv('DESK_PASSWORD') || 'pass',
    token: fromEnv('DESK_TOKEN') || '',
    apiKey: fromEnv('DESK_API_KEY') || undefined,
  },
};
