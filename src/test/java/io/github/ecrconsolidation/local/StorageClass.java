package io.github.ecrconsolidation.local;

/** What UpdateImageStorageClass can ask for. */
public enum StorageClass {
  STANDARD,
  ARCHIVE
}
