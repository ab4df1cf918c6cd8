package io.github.ecrconsolidation.localecr;

/** What UpdateImageStorageClass can ask for. */
public enum StorageClass {
  STANDARD,
  ARCHIVE
}
