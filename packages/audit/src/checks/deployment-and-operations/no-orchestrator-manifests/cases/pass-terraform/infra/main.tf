resource "aws_s3_bucket" "files" {}

resource "aws_ecs_service" "shop" {}
