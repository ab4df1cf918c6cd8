locals {
  account = data.aws_caller_identity.current.account_id
  backend = "${local.account}.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/backend:v1.0.0"
}

# The old one was 123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/backend:v0.9.0
data "aws_ecr_repository" "backend" {
  name = "ml-platform/backend"
}

data "aws_ecr_image" "worker" {
  repository_name = "ml-platform/worker"
  image_tag       = "v4"
}

resource "aws_ecs_task_definition" "app" {
  family = "app"
  container_definitions = jsonencode([
    {
      name  = "app"
      image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/app:${var.release}"
      cpu   = 256
    },
    {
      name  = "sidecar"
      image = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com/ml-platform/sidecar:v3"
    },
  ])
}

resource "aws_lambda_function" "job" {
  function_name = "job"
  package_type  = "Image"
  image_uri     = "${aws_ecr_repository.job.repository_url}:v1"
}

resource "aws_iam_policy" "pull" {
  policy = <<-JSON
    {"Statement": [{"Effect": "Allow", "Action": "ecr:BatchGetImage",
      "Resource": "arn:aws:ecr:eu-west-1:123456789012:repository/ml-platform/backend"}]}
  JSON
}
