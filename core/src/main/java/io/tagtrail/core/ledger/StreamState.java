package io.tagtrail.core.ledger;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.model.Stream;

/// What the entries of one stream add up to. A state is a pure fold: applying the entries of a
/// stream in order to the empty state always gives the same state, which is how every projection is
/// rebuilt and checked.
public sealed interface StreamState permits AliasState, ApplicationState, PolicyState {
  /// Before the first entry of a stream.
  long NEVER = -1;

  /// The index of the newest entry of the stream: what a writer compares and sets.
  long version();

  /// The state after one more entry.
  ///
  /// @throws BrokenChainException if the entry does not follow from this state: it would leave a
  ///   hole
  StreamState apply(Entry entry);

  Json toJson();

  static StreamState empty(Stream stream) {
    var alias = stream.alias();
    if (alias != null) {
      return AliasState.empty(alias);
    }
    var application = stream.application();
    return application != null ? ApplicationState.empty(application) : PolicyState.EMPTY;
  }

  /// Reads a state of this stream back from its canonical bytes.
  static StreamState decode(Stream stream, byte[] json) {
    var view = JsonReader.object(json);
    var alias = stream.alias();
    var application = stream.application();
    var state =
        alias != null
            ? AliasState.fromJson(alias, view)
            : application != null
                ? ApplicationState.fromJson(application, view)
                : PolicyState.fromJson(view);
    view.done();
    return state;
  }
}
