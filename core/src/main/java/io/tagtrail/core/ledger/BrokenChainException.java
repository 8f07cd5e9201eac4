package io.tagtrail.core.ledger;

/// An entry that does not follow from the entries before it. Appending one is refused; finding one
/// means that the ledger was altered or written by something that is not Tagtrail.
public final class BrokenChainException extends RuntimeException {
  public BrokenChainException(String message) {
    super(message);
  }
}
