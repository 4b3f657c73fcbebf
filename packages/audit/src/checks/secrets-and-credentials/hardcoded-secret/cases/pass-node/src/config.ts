export const config = {
  jwtSecret: process.env.JWT_SECRET,
  passwordPolicy: 'strict',
  type: 'password',
  redis: process.env.REDIS_URL || 'redis://localhost:6379',
};
const [password, setPassword] = useState('');
