import React from 'react';

export const Post = ({ post }: { post: { body: string } }) => (
  <article dangerouslySetInnerHTML={{ __html: post.body }} />
);

export const Data = ({ value }: { value: object }) => (
  <script dangerouslySetInnerHTML={{ __html: JSON.stringify(value) }} />
);

export function draw(node: HTMLElement, html: string) {
  node.innerHTML = html;
  node.insertAdjacentHTML('beforeend', `<b>${html}</b>`);
}
