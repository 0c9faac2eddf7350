import Core
import Results
import Stages

/// The sweeps.
extension MappingForm {
  static let weightSweep = MappingForm(
    keys: [
      Key("of", .texts, "the fused spaces (default: all)"),
      Key("part", .text, "the part whose weight is swept (default: text, or the last one)"),
      Key("steps", ValueForm.integer(2...Experiment.mostSettings).otherwise(11), "the number of weights from 0 to 1"),
      Key("values", weights, "the weights, in place of steps"), sweepClusterer,
    ], rules: [Rule.when(Rule.has("values"), Rule.refuses(["steps"]))])

  static let clusterSweep = MappingForm(keys: [
    Key("of", .texts, "the spaces (default: all)"),
    Key(
      "values", counts,
      "the numbers of clusters (default: some around that of the clusterer; with criteria, some from 2 to 30)"),
    sweepClusterer, criteria,
  ])

  /// The sweeps that have names.
  static let namedSweeps = MappingForm(keys: [
    Key("weights", .any([weights, weightSweep.form]), "the weight of one part of each fusion"),
    Key("k", .any([counts, clusterSweep.form]), "the number of clusters"),
  ])

  /// Any parameter of one clusterer or of the method of one space.
  static func parameterSweep(_ catalog: Catalog) -> MappingForm {
    typealias Sweep = Experiment.ParameterSweep
    func isSwept(_ names: [String]) -> JSONValue { ["properties": ["parameter": ValueForm.words(names).json]] }
    func parameter(of types: [any Stage.Type]) -> JSONValue {
      ["properties": .object(["parameter": ValueForm.words(MethodForms.parameterNames(of: types)).json])]
    }
    return MappingForm(
      keys: [
        Key("clusterer", .text, "the clusterer that has the parameter; of a space's sweep, the one that clusters it"),
        Key("space", .text, "the space whose method has the parameter"),
        Key("parameter", .text, "the name of the parameter", isNeeded: true),
        Key(
          "values", settings(.any([.text, .list(of: .number(in: .any))])),
          "the values of the parameter; not needed for k and weights"),
        Key("of", .texts, "the spaces that are clustered at each value"),
        Key("part", .text, "the part whose weight is swept"), criteria,
      ],
      rules: [
        Rule.when(
          Rule.has("space"), ["allOf": [parameter(of: catalog.spaceMakers), Rule.refuses([criteria.name])]],
          otherwise: ["allOf": [Rule.has("clusterer"), parameter(of: catalog.clusterers)]]),
        Rule.unless(isSwept([Sweep.clusters, Sweep.weights]), Rule.has("values")),
        Rule.unless(
          isSwept([Sweep.clusters]),
          ["properties": [criteria.name: ["items": ["not": ValueForm.words(criteriaOfClusters).json]]]]),
        Rule.unless(
          isSwept([Sweep.weights]), ["properties": ["part": Rule.nothing, "values": ["uniqueItems": true]]]),
      ])
  }

  /// The name of one sweep, a list of names and parameters, or a mapping from names.
  static func sweeps(_ catalog: Catalog) -> ValueForm {
    let names = namedSweeps.names.map { ValueForm.word($0) }
    let options = ValueForm(keywords: ["type": "object"]).adding([
      "if": Rule.hasAny(of: namedSweeps.names), "then": namedSweeps.ofOne.json,
      "else": parameterSweep(catalog).form.json,
    ])
    return .any(names + [.list(of: .any(names + [options]), distinct: true), namedSweeps.form])
  }

  private static let weights = settings(.number(in: .from(0, to: 1)))
  private static let counts = settings(.integer(1...Int(Int32.max)))
  private static let criteria = Key(
    "criteria", .any([.boolean, .list(of: .words(of: ChoiceCriterion.self), distinct: true)]),
    "the criteria by which the values are compared without labels: yes for all, or a list (default: no)")
  private static let criteriaOfClusters = ChoiceCriterion.allCases.filter(\.isOfClusters).map(\.rawValue)
  private static let sweepClusterer = Key("clusterer", .text, "the clusterer (default: the first one)")

  private static func settings(_ value: ValueForm) -> ValueForm {
    .list(of: value, counting: 1...Experiment.mostSettings)
  }
}
