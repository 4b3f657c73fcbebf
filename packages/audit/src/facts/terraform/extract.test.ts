import { extractFacts } from '../../testing/extractFacts';
import { terraform } from './extract';

describe('terraform', () => {
  it('reads resources with settings over lines, nested blocks and heredocs', async () => {
    const { facts } = await extractFacts(terraform, {
      'infra/network.tf': [
        'variable "x" { default = 1 }',
        'resource "aws_security_group" "db" {',
        '  name = "db" # comment',
        '  ingress {',
        '    from_port   = 5432',
        '    cidr_blocks = [',
        '      "0.0.0.0/0",',
        '    ]',
        '  }',
        '  description = <<EOT',
        'resource "not" "one" {',
        'EOT',
        '}',
      ].join('\n'),
    });
    expect(facts.resources).toHaveLength(1);
    const [group] = facts.resources;
    expect(group).toMatchObject({
      labels: ['aws_security_group', 'db'],
      line: 2,
      endLine: 13,
      role: 'production',
    });
    expect(group.settings.get('name')).toEqual({ text: '"db"', line: 3 });
    expect(group.blocks[0].settings.get('cidr_blocks')).toEqual({
      text: '[ "0.0.0.0/0", ]',
      line: 6,
    });
  });
});
