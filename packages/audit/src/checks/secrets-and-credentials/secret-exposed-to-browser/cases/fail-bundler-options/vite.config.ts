import { defineConfig } from 'vite';

export default defineConfig({
  define: {
    'process.env': process.env,
    'import.meta.env.OPENAI_API_KEY': JSON.stringify(process.env.OPENAI_API_KEY),
    __VERSION__: JSON.stringify('1'),
  },
});
