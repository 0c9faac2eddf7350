import Fusebench

var vocabulary = Experiment.Vocabulary.standard
vocabulary.catalog.clusterers.append(KMedoids.self)
vocabulary.catalog.spaceMakers.append(Maximum.self)
vocabulary.catalog.importers.append(JSONLines())
vocabulary.catalog.scores.append(PureClusters())
let experiment = try ExperimentFile.parse(
  """
  dataset: { labels: [{ table: labels.csv, column: kind }] }
  features: { visual: { file: visual.jsonl }, text: { file: text.jsonl } }
  spaces: [visual, text, concatenation, maximum: { of: [visual, text], name: larger }]
  clusterers: [kmeans, k-medoids]
  scores: [kappa, ari, pure-clusters]
  """, file: CommandLine.arguments[1] + "/comparison.yaml", vocabulary: vocabulary)
let run = try Runner(experiment, into: RunFolder(path: CommandLine.arguments[2])).run()
_ = try RunReport(of: run).write()
print(try SummaryTable(of: run).text(as: .terminal))
