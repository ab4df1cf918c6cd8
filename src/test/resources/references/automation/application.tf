resource "kubernetes_manifest" "web" {
  manifest = {
    kind = "Application"
    metadata = {
      annotations = {
        "argocd-image-updater.argoproj.io/image-list" = "web=123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/web:1.2.X"
      }
    }
  }
}
