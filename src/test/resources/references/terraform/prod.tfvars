web_image    = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/web:v2"
job_image    = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/job"
job_image_tag = "v7"
