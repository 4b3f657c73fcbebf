export default { healthCheck: { path: process.env.HEALTH_PATH || '/status' } };
