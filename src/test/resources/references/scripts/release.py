IMAGE = f"{account}.dkr.ecr.{region}.amazonaws.com/ml-platform/scorer:{version}"
client.describe_images(repositoryName="ml-platform/scorer")
print("see ml-platform/scorer")
