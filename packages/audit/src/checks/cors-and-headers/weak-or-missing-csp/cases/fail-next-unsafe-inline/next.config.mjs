const policy = `
  default-src 'self';
  script-src 'self' 'unsafe-inline' 'unsafe-eval';
  object-src 'none';
  base-uri 'self';
`;

export default {
  async headers() {
    return [
      {
        source: '/(.*)',
        headers: [
          { key: 'Content-Security-Policy', value: policy.replace(/\n/g, '') },
        ],
      },
    ];
  },
};
