using FashionMnist.Inference;
using FashionMnist.Models.Registry;

namespace FashionMnist.Prediction;

/// <summary>A model and the session made from it.</summary>
internal sealed record Loaded(LoadedModel Model, FashionMnistClassifier Classifier);
