import { Component } from 'react';

export class Boundary extends Component {
  static getDerivedStateFromError() {
    return { failed: true };
  }
  render() {
    return this.props.children;
  }
}
