# renovate: datasource=docker depName=123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/app
APP_VERSION = v1
