import { Component } from 'react';

export class Boundary extends Component {
  componentDidCatch() {}
  render() {
    return this.props.children;
  }
}
