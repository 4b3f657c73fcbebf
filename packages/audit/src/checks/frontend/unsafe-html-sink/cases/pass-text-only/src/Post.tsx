import React from 'react';

export const Post = ({ body }: { body: string }) => <p>{body}</p>;
