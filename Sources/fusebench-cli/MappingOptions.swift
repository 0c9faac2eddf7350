import ArgumentParser
import Gate

/// The option that gives the methods of a published table's labels.
struct MappingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The method of a label in a published table, such as \"Ours (both)=kmeans/concatenation\"; may be given several times.",
      valueName: "label=clusterer/space"))
  var map: [String] = []

  /// - Throws: `OptionError` for another form.
  var methods: [MethodMapping] {
    get throws { try map.map { try MethodMapping(option: $0) } }
  }
}
